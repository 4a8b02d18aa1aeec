"""Ljuspunkt: how do we know that things are getting better?

In a notebook, `import ljuspunkt` gives the whole chain and every statistic of the method by name; docs/guides/python.md
shows it. A name is looked up when it is first used, so that the import itself costs nothing. Nothing is worked out
here: the chain is what the command line calls, the statistics are those of the method.
"""

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from ljuspunkt.chain.conference import Tallied as Tallied
    from ljuspunkt.chain.conference import tally as tally
    from ljuspunkt.chain.count import Counted as Counted
    from ljuspunkt.chain.count import Frame as Frame
    from ljuspunkt.chain.count import count as count
    from ljuspunkt.chain.figures import FigureTable as FigureTable
    from ljuspunkt.chain.figures import compare as compare
    from ljuspunkt.chain.figures import figures as figures
    from ljuspunkt.chain.figures import quality as quality
    from ljuspunkt.chain.figures import quality_table as quality_table
    from ljuspunkt.chain.given import read_counts as read_counts
    from ljuspunkt.chain.given import read_instruments as read_instruments
    from ljuspunkt.chain.given import read_policy as read_policy
    from ljuspunkt.chain.release import Audited as Audited
    from ljuspunkt.chain.release import Protection as Protection
    from ljuspunkt.chain.release import Release as Release
    from ljuspunkt.chain.release import audit as audit
    from ljuspunkt.chain.release import protect as protect
    from ljuspunkt.chain.release import read_release as read_release
    from ljuspunkt.chain.report import NotSafe as NotSafe
    from ljuspunkt.chain.report import report as report
    from ljuspunkt.chain.tables import Table as Table
    from ljuspunkt.chain.verify import verify as verify
    from ljuspunkt.domain.consensus.agreement import rand_ucla as rand_ucla
    from ljuspunkt.domain.errors import BadInput as BadInput
    from ljuspunkt.domain.errors import RuleBroken as RuleBroken
    from ljuspunkt.domain.estimation.agreement import fleiss_against_chance as fleiss_against_chance
    from ljuspunkt.domain.estimation.agreement import fleiss_by_category as fleiss_by_category
    from ljuspunkt.domain.estimation.agreement import fleiss_kappa as fleiss_kappa
    from ljuspunkt.domain.estimation.agreement import gwet_ac1 as gwet_ac1
    from ljuspunkt.domain.estimation.agreement import kendall_w as kendall_w
    from ljuspunkt.domain.estimation.agreement import krippendorff_alpha as krippendorff_alpha
    from ljuspunkt.domain.estimation.agreement import percent_agreement as percent_agreement
    from ljuspunkt.domain.estimation.clusters import Cluster as Cluster
    from ljuspunkt.domain.estimation.clusters import change_by_clusters as change_by_clusters
    from ljuspunkt.domain.estimation.clusters import mean_of_clusters as mean_of_clusters
    from ljuspunkt.domain.estimation.clusters import pooled_by_clusters as pooled_by_clusters
    from ljuspunkt.domain.estimation.clusters import slope_by_clusters as slope_by_clusters
    from ljuspunkt.domain.estimation.difference import difference_of_intervals as difference_of_intervals
    from ljuspunkt.domain.estimation.difference import newcombe as newcombe
    from ljuspunkt.domain.estimation.difference import same_share as same_share
    from ljuspunkt.domain.estimation.funnel import adjusted_limits as adjusted_limits
    from ljuspunkt.domain.estimation.funnel import exact_limits as exact_limits
    from ljuspunkt.domain.estimation.funnel import exact_p as exact_p
    from ljuspunkt.domain.estimation.funnel import spread as spread
    from ljuspunkt.domain.estimation.mean import mean_and_interval as mean_and_interval
    from ljuspunkt.domain.estimation.multiplicity import benjamini_hochberg as benjamini_hochberg
    from ljuspunkt.domain.estimation.multiplicity import two_sided_p as two_sided_p
    from ljuspunkt.domain.estimation.proportion import clopper_pearson as clopper_pearson
    from ljuspunkt.domain.estimation.proportion import finite_population as finite_population
    from ljuspunkt.domain.estimation.proportion import score_interval as score_interval
    from ljuspunkt.domain.estimation.proportion import wilson as wilson
    from ljuspunkt.domain.estimation.ratio import ratio_and_interval as ratio_and_interval
    from ljuspunkt.domain.estimation.reliability import alpha_interval as alpha_interval
    from ljuspunkt.domain.estimation.reliability import alpha_without as alpha_without
    from ljuspunkt.domain.estimation.reliability import covariance as covariance
    from ljuspunkt.domain.estimation.reliability import cronbach_alpha as cronbach_alpha
    from ljuspunkt.domain.estimation.reliability import item_rest_correlation as item_rest_correlation
    from ljuspunkt.domain.estimation.reliability import one_factor as one_factor
    from ljuspunkt.domain.estimation.response_rate import Dispositions as Dispositions
    from ljuspunkt.domain.estimation.response_rate import rr1 as rr1
    from ljuspunkt.domain.estimation.response_rate import rr2 as rr2
    from ljuspunkt.domain.estimation.response_rate import rr3 as rr3
    from ljuspunkt.domain.estimation.response_rate import rr4 as rr4
    from ljuspunkt.domain.estimation.response_rate import rr5 as rr5
    from ljuspunkt.domain.estimation.response_rate import rr6 as rr6
    from ljuspunkt.domain.estimation.shrinkage import shrunken_interval as shrunken_interval
    from ljuspunkt.domain.estimation.shrinkage import shrunken_shares as shrunken_shares
    from ljuspunkt.domain.estimation.stability import kendall_tau_b as kendall_tau_b
    from ljuspunkt.domain.estimation.stability import share_changed as share_changed
    from ljuspunkt.domain.estimation.stability import weighted_kappa as weighted_kappa
    from ljuspunkt.domain.estimation.stability import wilcoxon as wilcoxon
    from ljuspunkt.domain.estimation.trend import cochran_armitage as cochran_armitage
    from ljuspunkt.domain.vocabulary import Interval as Interval
    from ljuspunkt.domain.vocabulary import Share as Share

_PLACES = {
    "ljuspunkt.chain.count": "Counted Frame count",
    "ljuspunkt.chain.figures": "FigureTable compare figures quality quality_table",
    "ljuspunkt.chain.conference": "Tallied tally",
    "ljuspunkt.chain.release": "Audited Protection Release audit protect read_release",
    "ljuspunkt.chain.report": "NotSafe report",
    "ljuspunkt.chain.verify": "verify",
    "ljuspunkt.chain.tables": "Table",
    "ljuspunkt.chain.given": "read_counts read_instruments read_policy",
    "ljuspunkt.domain.errors": "BadInput RuleBroken",
    "ljuspunkt.domain.vocabulary": "Interval Share",
    "ljuspunkt.domain.estimation.proportion": "clopper_pearson finite_population score_interval wilson",
    "ljuspunkt.domain.estimation.mean": "mean_and_interval",
    "ljuspunkt.domain.estimation.ratio": "ratio_and_interval",
    "ljuspunkt.domain.estimation.difference": "difference_of_intervals newcombe same_share",
    "ljuspunkt.domain.estimation.trend": "cochran_armitage",
    "ljuspunkt.domain.estimation.clusters": "Cluster change_by_clusters mean_of_clusters pooled_by_clusters "
    "slope_by_clusters",
    "ljuspunkt.domain.estimation.funnel": "adjusted_limits exact_limits exact_p spread",
    "ljuspunkt.domain.estimation.multiplicity": "benjamini_hochberg two_sided_p",
    "ljuspunkt.domain.estimation.shrinkage": "shrunken_interval shrunken_shares",
    "ljuspunkt.domain.estimation.reliability": "alpha_interval alpha_without covariance cronbach_alpha "
    "item_rest_correlation one_factor",
    "ljuspunkt.domain.estimation.response_rate": "Dispositions rr1 rr2 rr3 rr4 rr5 rr6",
    "ljuspunkt.domain.estimation.agreement": "fleiss_against_chance fleiss_by_category fleiss_kappa gwet_ac1 "
    "kendall_w krippendorff_alpha percent_agreement",
    "ljuspunkt.domain.estimation.stability": "kendall_tau_b share_changed weighted_kappa wilcoxon",
    "ljuspunkt.domain.consensus.agreement": "rand_ucla",
}
"""Where each name is at home, the chain first, then the statistics."""

_HOME = {name: place for place, names in _PLACES.items() for name in names.split()}

__all__ = ["__version__", *_HOME]


if not TYPE_CHECKING:  # for a checker of types, a name that isn't there must be an error

    def __getattr__(name: str) -> object:
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
