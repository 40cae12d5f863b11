import { Controller } from '@nestjs/common'
import type { WhatIfInput, WhatIfQuery, WhatIfTrial } from '@genba/contracts'
import { Answers, BodyOf, QueryOf, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { GetWhatIf } from './get-what-if.js'
import { StartWhatIf } from './start-what-if.js'
import { StopWhatIf } from './stop-what-if.js'

@Controller()
export class WhatIfController {
  constructor(
    private readonly starting: StartWhatIf,
    private readonly getting: GetWhatIf,
    private readonly stopping: StopWhatIf,
  ) {}

  @Answers('startWhatIf')
  start(@Visiting() { actor }: Visitor, @BodyOf('startWhatIf') input: WhatIfInput): Promise<WhatIfTrial> {
    return this.starting.execute(actor, input)
  }

  @Answers('getWhatIf')
  get(@Visiting() { actor }: Visitor, @QueryOf('getWhatIf') { id }: WhatIfQuery): Promise<WhatIfTrial> {
    return this.getting.execute(actor, id)
  }

  @Answers('stopWhatIf')
  stop(@Visiting() { actor }: Visitor, @QueryOf('stopWhatIf') { id }: WhatIfQuery): Promise<WhatIfTrial> {
    return this.stopping.execute(actor, id)
  }
}
