-- Fixed server-to-server targets, for a Prosody that is older than 0.12.4 and so has no mod_s2sout_override.
module:set_global();

local service = require "net.resolvers.service";
local basic = require "net.resolvers.basic";

local targets = module:get_option("static_targets", {});
local by_dns = service.new;

service.new = function (domain, name, protocol, extra)
	local target = targets[domain];
	if not target then
		return by_dns(domain, name, protocol, extra);
	end
	if name == "xmpp-server" then
		return basic.new(target[1], target[2], protocol, extra);
	end
	-- No direct TLS: a resolver that finds nothing.
	return basic.new("invalid.", 1, protocol, { use_ipv4 = false, use_ipv6 = false });
end

function module.unload()
	service.new = by_dns;
end
