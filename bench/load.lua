-- What wrk sends: BENCH_PATHS names a file of paths to GET in turn (with BENCH_COOKIE); without it
-- every request is a new report. Prints one JSON line at the end.
local threads = 0
function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

local secrets, paths, at = {}, {}, 0
function init(args)
  math.randomseed(os.time() * 1000 + number + tonumber(os.getenv("BENCH_SEED") or "0"))
  local file = os.getenv("BENCH_PATHS")
  if file then
    for line in io.lines(file) do paths[#paths + 1] = line end
    at = math.random(#paths)
  end
  local letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
  for i = 1, 64 do
    local text = {}
    for j = 1, 21 do
      local k = math.random(64)
      text[j] = letters:sub(k, k)
    end
    secrets[i] = table.concat(text) .. "A"
  end
end

local cookie = os.getenv("BENCH_COOKIE")
-- One piece of text with places for what is new each time: the client must cost far less than the
-- server, with which it shares the machine.
local sent = 0
local request_text = table.concat({
  "POST /api/v1/reports HTTP/1.1", "Host: localhost", "Content-Type: application/json",
  "X-Requested-By: bench", "X-Follow-Secret: %s", "Cookie: device=%08x%014x", "Content-Length: %d",
  "", "%s" }, "\r\n")
local body_text = '{"id":"%s-%s-7%03x-8%03x-%012x","tile":"roads",' ..
  '"text":"Ổ gà to giữa đường, xe máy dễ ngã","lat7":%d,"lon7":%d}'
function request()
  if #paths > 0 then
    at = at % #paths + 1
    return wrk.format("GET", paths[at], cookie and { Cookie = cookie } or {})
  end
  sent = sent + 1
  local time = string.format("%012x", os.time() * 1000 + sent % 1000)
  local body = body_text:format(time:sub(1, 8), time:sub(9), math.random(0, 4095),
    math.random(0, 4095), math.random(0, 2 ^ 47), 92200000 + math.random(0, 40000),
    1051700000 + math.random(0, 80000))
  return request_text:format(secrets[sent % 64 + 1], math.random(0, 2 ^ 31), sent, #body, body)
end

function done(summary, latency)
  local e = summary.errors
  print(string.format(
    '{"requests":%d,"seconds":%.3f,"p50_ms":%.3f,"p99_ms":%.3f,"max_ms":%.3f,"bytes":%d,"errors":%d}',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, latency.max / 1e3, summary.bytes,
    e.connect + e.read + e.write + e.status + e.timeout))
end
