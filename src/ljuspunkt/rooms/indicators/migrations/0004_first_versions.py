"""What stood as rows of protocols becomes their first versions; the log stays silent, since nobody published anew."""

import hashlib
import json

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils.timezone import localdate, now


def forwards(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    entries = apps.get_model("indicators", "Entry")
    versions = apps.get_model("indicators", "ProtocolVersion")
    for protocol in apps.get_model("indicators", "Protocol").objects.all():
        held = [
            {
                "number": entry.indicator.number,
                "candidate": entry.indicator.candidate,
                "kind": entry.indicator.kind,
                "title": entry.indicator.title,
                "description": entry.indicator.description,
                "perspective": entry.indicator.perspective,
                "perspective_inferred": entry.indicator.perspective_inferred,
                "short_title": {},
                "easy_read": {},
                "original": {},
                "merged": [],
                "way": [],
                "own": False,
            }
            for entry in entries.objects.filter(protocol=protocol).select_related("indicator").order_by("place")
        ]
        document = {
            "name": protocol.name,
            "version": 1,
            "published_on": localdate(now()).isoformat(),
            "title": {},
            "indicators": held,
            "conference": "",
            "association": "",
            "note": {},
            "based": [],
        }
        text = json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
        versions.objects.create(
            protocol=protocol,
            number=1,
            document=text,
            sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
            published_at=now(),
            who="Ljuspunkt",
        )


def backwards(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    indicators = apps.get_model("indicators", "Indicator")
    entries = apps.get_model("indicators", "Entry")
    protocols = apps.get_model("indicators", "Protocol")
    for protocol in protocols.objects.filter(conference="", association=None):
        last = apps.get_model("indicators", "ProtocolVersion").objects.filter(protocol=protocol).latest("number")
        for place, each in enumerate(json.loads(last.document)["indicators"], start=1):
            kept = ("number", "kind", "perspective", "perspective_inferred", "title", "description")
            indicator, _made = indicators.objects.get_or_create(
                candidate=each["candidate"], defaults={name: each[name] for name in kept}
            )
            entries.objects.create(protocol=protocol, indicator=indicator, place=place)
    apps.get_model("indicators", "ProtocolVersion").objects.all().delete()
    protocols.objects.exclude(conference="", association=None).delete()


class Migration(migrations.Migration):
    dependencies = [("indicators", "0003_versions_of_protocols")]

    operations = [migrations.RunPython(forwards, backwards)]
