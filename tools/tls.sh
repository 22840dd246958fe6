#!/usr/bin/env bash
# Puts HTTPS before a demo on this machine, so that a real phone in the same network may use camera,
# place and offline (browsers allow them only there): a certificate authority of its own, made once
# in DIR, a certificate for this machine's addresses, HAProxy on PORT before 127.0.0.1:BEHIND.
# Must never be used for a public service: the key lies beside the demo.
# usage: tools/tls.sh DIR PORT BEHIND [ADDRESS...]   (runs until it is stopped)
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=tools/progress.sh
source tools/progress.sh

(($# >= 3)) || die "usage: tools/tls.sh DIR PORT BEHIND [ADDRESS...]"
dir=$1 port=$2 behind=$3
shift 3
addresses=("$@")
if ((${#addresses[@]} == 0)); then read -ra addresses < <(hostname -I) || true; fi
command -v haproxy >/dev/null || die "haproxy is missing: tools/packages.sh tls"
mkdir -p "$dir"
chmod 700 "$dir"

# Openssl speaks much on stderr; it is shown only when it fails.
if [[ ! -f $dir/ca.crt ]]; then
  quietly "$dir/ca.log" openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -days 365 -subj "/CN=CaMau-G demo $(hostname)" -keyout "$dir/ca.key" -out "$dir/ca.crt" \
    -addext basicConstraints=critical,CA:true,pathlen:0 -addext keyUsage=critical,keyCertSign ||
    die "The certificate authority could not be made."
fi
names=DNS:localhost,IP:127.0.0.1
for address in "${addresses[@]}"; do names+=",IP:$address"; done
quietly "$dir/server.log" openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
  -days 90 -subj /CN=localhost -CA "$dir/ca.crt" -CAkey "$dir/ca.key" \
  -keyout "$dir/server.key" -out "$dir/server.crt" -addext "subjectAltName=$names" \
  -addext basicConstraints=critical,CA:false -addext extendedKeyUsage=serverAuth ||
  die "The certificate could not be made."
cat "$dir/server.crt" "$dir/server.key" >"$dir/server.pem"
chmod 600 "$dir"/*.key "$dir/server.pem"

cat >"$dir/haproxy.cfg" <<CONFIG
global
  maxconn 400
defaults
  mode http
  timeout connect 2s
  timeout client 60s
  timeout server 60s
frontend https
  bind :$port ssl crt $dir/server.pem alpn http/1.1
  # A certificate of a day must not pin a machine to HTTPS.
  http-after-response del-header Strict-Transport-Security
  acl wants_ca path /demo-ca.crt
  http-request return content-type application/x-x509-ca-cert file $dir/ca.crt if wants_ca
  http-request set-header X-Forwarded-Proto https
  option forwardfor
  default_backend demo
backend demo
  server demo 127.0.0.1:$behind
CONFIG
exec haproxy -db -q -f "$dir/haproxy.cfg"
