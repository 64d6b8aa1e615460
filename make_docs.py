from carepress.cli.main import main

raise SystemExit(main())
