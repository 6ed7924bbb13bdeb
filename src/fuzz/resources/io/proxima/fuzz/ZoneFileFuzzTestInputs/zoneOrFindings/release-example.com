$ORIGIN example.com.
$TTL 300
@        3600 SOA ns1 hostmaster 1 3600 600 86400 60
@        NS    ns1
@        NS    ns.example.net.
@        MX    10 mail
@        MX    20 www
ns1      A     192.0.2.1
mail     A     192.0.2.2
mail     AAAA  2001:db8::2
two      A     192.0.2.10
two      A     192.0.2.11
alias    CNAME www
alias2   CNAME alias
dangling CNAME nowhere
loop1    CNAME loop2
loop2    CNAME loop1
away     CNAME www.example.net.
outside  CNAME www.example.org.
intocut  CNAME x.cut
tonone   CNAME none
tonever  CNAME never
*.wild   TXT   "wild"
*.wild   A     192.0.2.3
a.b.ent  A     192.0.2.12
cut      NS    ns.cut
cut      NS    ns.sibling
cut      NS    ns.example.net.
cut      DS    1 13 2 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF
ns.cut   A     192.0.2.13
www.cut  A     192.0.2.99
sibling  NS    ns.sibling
ns.sibling A   192.0.2.14
old      DNAME new
x.new    A     192.0.2.15
back.new CNAME x.old
sub      NS    ns1.sub
sub      DS    2 13 2 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF
ns1.sub  A     192.0.2.16
_x._tcp  SRV   0 0 443 mail
_x._tcp  SRV   0 0 8443 www
generic  TYPE65280 \# 2 ABCD
large    TXT   "1xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
large    TXT   "2xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
large    TXT   "3xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
large    TXT   "4xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
large    TXT   "5xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
large    TXT   "6xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

; steered
a1       A     192.0.2.41
a1       AAAA  2001:db8::41
a2       A     192.0.2.42
a2       AAAA  2001:db8::42
b1       A     192.0.2.51
b1       AAAA  2001:db8::51
b2       A     192.0.2.52
b2       AAAA  2001:db8::52
www      A     192.0.2.41
www      A     192.0.2.42
www      A     192.0.2.51
www      A     192.0.2.52
www      AAAA  2001:db8::41
www      AAAA  2001:db8::42
www      AAAA  2001:db8::51
www      AAAA  2001:db8::52
www      HTTPS 1 . alpn=h2 ipv4hint=192.0.2.41 ipv6hint=2001:db8::41
www      TXT   "steered"
near     A     192.0.2.41
near     A     192.0.2.51
flat     A     192.0.2.61
flat     A     192.0.2.62
flat     A     192.0.2.63
*.shop   A     192.0.2.41
*.shop   A     192.0.2.42
none     A     192.0.2.71
none     HTTPS 1 . ipv4hint=192.0.2.71
never    A     192.0.2.72
