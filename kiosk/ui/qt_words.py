"""Qt's own words (choosing a file, cut and paste) in the language of the interface."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

__all__ = ["use_qt_language"]


def use_qt_language(language: str) -> bool:
    """Take Qt's catalogue of a language, where it has one; returns whether it has."""
    application = QCoreApplication.instance()
    if application is None:
        return False
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not translator.load(f"qtbase_{language}", folder):
        return False
    return application.installTranslator(translator)
