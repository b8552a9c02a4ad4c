-- A Prosody for one test: everything on loopback, everything below one folder.
run_as_root = true
daemonize = false
pidfile = "@FOLDER@/prosody.pid"
data_path = "@FOLDER@/data"
plugin_paths = { "@FOLDER@/modules" }
interfaces = { "127.0.0.1" }
c2s_ports = { @C2S@ }
s2s_ports = { @S2S@ }
c2s_direct_tls_ports = { }
s2s_direct_tls_ports = { }
modules_enabled = {
	"disco", "roster", "saslauth", "tls", "ping", "smacks", "s2s_auth_certs", "offline", "posix", "static_targets",
}
modules_disabled = { "s2s_bidi", "dialback" }
allow_registration = false
authentication = "internal_plain"
storage = "internal"
c2s_require_encryption = true
s2s_require_encryption = true
s2s_secure_auth = true
static_targets = { @TARGETS@ }
unbound = { resolvconf = false, hoststxt = false }
ssl = { cafile = "@FOLDER@/ca.crt", capath = "/nonexistent", certificate = "@CHAIN@", key = "@KEY@" }
certificates = "@FOLDER@/certs"
limits = { }
log = { { levels = { min = "debug" }, to = "file", filename = "@FOLDER@/prosody.log" } }

VirtualHost "@DOMAIN@"
