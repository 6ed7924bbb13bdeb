$ORIGIN sub.example.com.
$TTL 300
@    SOA ns1 hostmaster 1 3600 600 86400 900
@    NS  ns1
ns1  A   192.0.2.16
www  A   192.0.2.17
