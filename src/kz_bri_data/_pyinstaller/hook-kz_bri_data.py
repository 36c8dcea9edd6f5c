"""The tables, and the modules that are imported by name when they are first needed."""

from PyInstaller.utils.hooks import collect_data_files, collect_submodules

datas = collect_data_files("kz_bri_data")
hiddenimports = collect_submodules("kz_bri_data", filter=lambda name: not name.endswith("._pyinstaller"))
