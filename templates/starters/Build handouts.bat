@echo off
rem Double-click: builds the handouts of this folder. The window stays open, so that you can read the messages.
cd /d "%~dp0"
where carepress >nul 2>nul
if errorlevel 1 (echo carepress is not installed on this computer, or this window does not find it.) else (carepress build)
echo.
pause
