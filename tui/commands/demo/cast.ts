import type { Actor } from '../../../protocol/event.js'

/** Somebody who acts in the sample workspace; `weight` is how much. */
export interface Player {
  readonly weight: number
  readonly actor: Actor
  readonly ip: string
  readonly userAgent: string
}

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const SAFARI = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.5 Safari/605.1.15'
const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/138.0.0.0 Safari/537.36'
const PHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148'

/** Addresses are those set aside for documentation (RFC 5737, RFC 3849). Of some only the name is known. */
const person = (weight: number, id: string, name: string, email: string, ip: string, userAgent: string): Player => ({
  weight,
  actor: { type: 'user', id, name, ...(email !== '' && { email: `${email}@example.com` }) },
  ip,
  userAgent,
})

export const PEOPLE: readonly Player[] = [
  person(16, 'MNxxtIRCbe', 'Alice Adams', 'alice', '192.0.2.14', FIREFOX),
  person(13, 'k4QpTz8WdV', 'José García', 'jose.garcia', '192.0.2.27', SAFARI),
  person(11, 'u7HcRk2MxY', '王小明', '', '198.51.100.8', CHROME),
  person(10, 'p9ZfLb3NqJ', 'Zoë Müller', 'zoe.mueller', '192.0.2.31', SAFARI),
  person(9, 'd2VwXs6GtA', 'Ольга Иванова', '', '203.0.113.45', FIREFOX),
  person(8, 'r5KyBn1EhC', 'Amara Okafor', 'amara.okafor', '203.0.113.90', CHROME),
  person(7, 'f8JmUo4SiP', '佐藤 花子', '', '198.51.100.61', SAFARI),
  person(6, 'c3TgDv7LwR', 'Łukasz Nowak', 'lukasz.nowak', '192.0.2.77', FIREFOX),
  person(5, 'x6NaQe9ZkF', 'Nguyễn Thị Hoa', 'hoa.nguyen', '198.51.100.112', CHROME),
  person(5, 'b1WsHj5YpM', 'Seán Ó Briain', 'sean.obriain', '2001:db8:4::1d', FIREFOX),
  person(4, 'g4CxOr8TuK', 'محمد الفارسي', '', '203.0.113.133', CHROME),
  person(4, 'm7EvIz2BlQ', 'Νίκος Παπαδόπουλος', '', '2001:db8:7::42', SAFARI),
  person(3, 'q9LdFy6XnS', '김민준', '', '198.51.100.140', CHROME),
  person(3, 't2RbGw4OcU', 'आरव शर्मा', '', '203.0.113.171', CHROME),
  person(3, 'w5PhKm1VjN', 'Chloé Dubois', 'chloe.dubois', '192.0.2.118', PHONE),
  person(2, 'z8YtAs3IqE', 'יעל כהן', '', '203.0.113.201', SAFARI),
  person(2, 'h1UoNx7DrB', 'Freja Lindqvist', 'freja.lindqvist', '2001:db8:9::7', FIREFOX),
  person(2, 'v4SjCp9MgW', 'Mateus Araújo', 'mateus.araujo', '198.51.100.203', PHONE),
  person(1, 'e7IkZq2FyL', 'สมชาย ใจดี', '', '203.0.113.222', CHROME),
  person(1, 'n3XfVu5HaT', 'Eve Contractor', 'eve', '198.51.100.250', 'curl/8.14.1'),
]

const token = (weight: number, id: string, name: string, ip: string, userAgent: string): Player => ({
  weight,
  actor: { type: 'token', id, name },
  ip,
  userAgent,
})

export const TERRAFORM = token(6, 'tok_9vK2mQx7', 'terraform', '192.0.2.200', 'terraform/1.14.1 (linux; amd64)')
export const TOKENS: readonly Player[] = [
  TERRAFORM,
  token(5, 'tok_4hR8dWz1', 'ci-deploy', '192.0.2.201', 'segment-public-api-typescript/57.0.0'),
  token(3, 'tok_7nJ5cYt3', 'catalog-sync', '198.51.100.220', 'python-requests/2.32.4'),
  token(2, 'tok_2bL6fPs9', 'access-review', '2001:db8:1::5', 'go-http-client/2.0'),
]

/** What the platform does by itself; it comes from nowhere. */
export const PLATFORM: Player = {
  weight: 1,
  actor: { type: 'system', id: 'Segment', name: 'Segment' },
  ip: '',
  userAgent: '',
}
