"""The archive's commands, a file each."""

COMMANDS = {
    "search": "archive.cli.search:search",
    "show": "archive.cli.show:show",
    "watch": "archive.cli.watch:watch",
    "log": "archive.cli.log:log",
    "diff": "archive.cli.diff:diff",
    "cite": "archive.cli.cite:cite",
    "browse": "archive.cli.browse:browse",
    "replay": "archive.cli.replay:replay",
    "export": "archive.cli.export:export",
    "import": "archive.cli.import_:import_",
    "verify": "archive.cli.verify:verify",
    "reextract": "archive.cli.reextract:reextract",
    "merge": "archive.cli.merge:merge",
    "split": "archive.cli.split:split",
    "backup": "archive.cli.backup:backup",
    "compact": "archive.cli.compact:compact",
    "forget": "archive.cli.forget:forget",
    "collection": "archive.cli.collection:collection",
    "stats": "archive.cli.stats:stats",
}
