"""Prints the arguments of a WinSW file as a Windows program receives them, one a line, with another folder as %BASE% and
with Linux's separator. Of Windows' rules for quotation marks: those that the file uses, as nothing in it has an escaped one.

    windows_arguments.py FILE BASE
"""
import re
import sys
import xml.etree.ElementTree as ElementTree

line = ElementTree.parse(sys.argv[1]).getroot().findtext("arguments")
for argument in re.findall(r'(?:"[^"]*"|[^"\s])+', line):
    print(argument.replace('"', "").replace("%BASE%\\", sys.argv[2] + "/"))
