/** What endpoints are told of, in words, and what a receiver needs to check a signature. */
import type { Schema } from '~/api/client';

export type EventType = Schema<'EventType'>;

export const events: readonly { type: EventType; meaning: string }[] = [
  { type: 'domain.added', meaning: 'records were written with a lent credential' },
  { type: 'domain.verified', meaning: 'ownership is proven' },
  { type: 'ssl.issued', meaning: 'the certificate is there' },
  { type: 'domain.flow.completed', meaning: 'the domain is live' },
  { type: 'domain.drift', meaning: "a live domain's records lost their values" },
  { type: 'domain.recovered', meaning: 'they are back' },
  { type: 'domain.transferred', meaning: 'the domain moved to another application or account' },
  { type: 'domain.archived', meaning: 'the domain was taken down' },
  { type: 'certificate.failed', meaning: 'a certificate could not be obtained or renewed' },
  { type: 'webhook.disabled', meaning: 'another endpoint failed for too long' },
];

export type Language = 'node' | 'python' | 'go' | 'library';
export const languages: readonly { value: Language; label: string }[] = [
  { value: 'node', label: 'Node' },
  { value: 'python', label: 'Python' },
  { value: 'go', label: 'Go' },
  { value: 'library', label: 'With a library' },
];

/** How a receiver checks a request, to be pasted. */
export function check(language: Language): string {
  switch (language) {
    case 'node':
      return `import crypto from 'node:crypto';

// rawBody: the body as it came, before anything parses it.
export function isFromNameplate(rawBody, headers, secret) {
  const timestamp = headers['x-cd-timestamp'];
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false;
  const expected = 'sha256=' + crypto.createHmac('sha256', secret).update(\`\${timestamp}.\`).update(rawBody).digest('hex');
  const shown = headers['x-cd-signature'] ?? '';
  return shown.length === expected.length && crypto.timingSafeEqual(Buffer.from(shown), Buffer.from(expected));
}`;
    case 'python':
      return `import hashlib, hmac, time

# raw_body: the body as it came, in bytes, before anything parses it.
def is_from_nameplate(raw_body, headers, secret):
    timestamp = headers["X-CD-Timestamp"]
    if abs(time.time() - int(timestamp)) > 300:
        return False
    signed = timestamp.encode() + b"." + raw_body
    expected = "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return hmac.compare_digest(headers["X-CD-Signature"], expected)`;
    case 'go':
      return `// rawBody: the body as it came, before anything parses it.
func isFromNameplate(rawBody []byte, header http.Header, secret string) bool {
	timestamp := header.Get("X-CD-Timestamp")
	sent, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || time.Since(time.Unix(sent, 0)).Abs() > 5*time.Minute {
		return false
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(timestamp + "."))
	mac.Write(rawBody)
	expected := "sha256=" + hex.EncodeToString(mac.Sum(nil))
	return hmac.Equal([]byte(header.Get("X-CD-Signature")), []byte(expected))
}`;
    case 'library':
      return `// npm install standardwebhooks; libraries for a dozen languages: https://www.standardwebhooks.com
import { Webhook } from 'standardwebhooks';

// Throws unless it is from Nameplate and fresh.
const event = new Webhook(process.env.NAMEPLATE_SIGNING_SECRET).verify(rawBody, headers);`;
  }
}

/** A body as it can be read; as it is where it is no JSON. */
export function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

type Endpoint = Pick<Schema<'WebhookEndpoint'>, 'enabled' | 'failing_since' | 'disabled_reason'>;
export type Health = { tone: 'good' | 'warn' | 'bad' | 'plain'; text: string };

/** How an endpoint does, in a word. */
export function health({ enabled, failing_since, disabled_reason }: Endpoint): Health {
  if (!enabled) return disabled_reason ? { tone: 'bad', text: 'disabled' } : { tone: 'plain', text: 'off' };
  return failing_since ? { tone: 'warn', text: 'failing' } : { tone: 'good', text: 'on' };
}
