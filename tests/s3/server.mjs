// An S3 server for tests: s3rver keeps the objects and checks each signature; this door before it
// refuses what is not signed and a body that is not what its SHA-256 headers say. Only for tests.
// usage: node server.mjs FOLDER PORT ACCESS SECRET BUCKET   (prints "ready PORT")
import { createHash } from 'node:crypto';
import http from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const S3rver = require('@20minutes/s3rver');
const accounts = require('@20minutes/s3rver/lib/models/account.js');
const [folder, port, access, secret, bucket] = process.argv.slice(2);

const account = new accounts('1', 'camaug');
account.createKeyPair(access, secret);

const store = new S3rver({
  directory: folder,
  address: '127.0.0.1',
  port: 0,
  silent: true,
  vhostBuckets: false,
  configureBuckets: [{ name: bucket }],
});
const inner = (await store.run()).port;

const sha256 = (body, encoding) => createHash('sha256').update(body).digest(encoding);

function refuse(response, status, code) {
  response.writeHead(status, { 'Content-Type': 'application/xml' });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);
}

function fault(request, body) {
  const { headers } = request;
  if (!headers.authorization?.startsWith('AWS4-HMAC-SHA256 ')) return [403, 'AccessDenied'];
  if (headers['x-amz-content-sha256'] !== sha256(body, 'hex')) {
    return [400, 'XAmzContentSHA256Mismatch'];
  }
  const checksum = headers['x-amz-checksum-sha256'];
  if (request.method === 'PUT' && checksum !== sha256(body, 'base64')) return [400, 'BadDigest'];
  return null;
}

const door = http.createServer(async (request, response) => {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  const body = Buffer.concat(pieces);
  const found = fault(request, body);
  if (found) return refuse(response, ...found);
  const { method, url, headers } = request;
  const onward = http.request({ port: inner, host: '127.0.0.1', method, path: url, headers });
  onward.on('response', (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  onward.end(body);
});
door.listen(Number(port), '127.0.0.1', () => console.log(`ready ${door.address().port}`));
