"""The command line. The method's commands import no Django."""
