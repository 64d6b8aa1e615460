"""`python -m carepress`: the command."""

from carepress.cli.main import main

raise SystemExit(main())
