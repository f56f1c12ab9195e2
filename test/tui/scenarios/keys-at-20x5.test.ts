import { pressEveryKey } from './every-key.js'

pressEveryKey('20x5')
