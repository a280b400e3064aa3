"""Names of hosts with other letters."""

import idna

print(idna.encode("ドメイン.テスト"), idna.decode("xn--eckwd4c7c.xn--zckzah"))
print(idna.encode("Königsgäßchen", uts46=True))
try:
    idna.encode("a_b")
except idna.IDNAError as error:
    print(type(error).__name__)
