from carepress.cli import main

raise SystemExit(main())
