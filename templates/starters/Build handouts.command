#!/bin/sh -l
# Double-click: builds the handouts of this folder. The window stays open, so that you can read the messages.
cd "$(dirname "$0")" || exit
if command -v carepress >/dev/null; then
    carepress build
else
    echo "carepress is not installed on this computer, or this window does not find it."
fi
printf '\nPress Enter to close this window. '
read -r _
