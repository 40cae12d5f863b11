import { Controller, Header } from '@nestjs/common'
import { ROUTES } from '@genba/contracts'
import { Answers } from '../routes/route.js'
import { asyncApiOf } from './async-api.js'
import { openApiOf } from './open-api.js'
import { pageOf } from './page.js'

/** Made once: the tables do not change while the gateway runs. */
@Controller()
export class ReferenceController {
  private readonly open = openApiOf(ROUTES)
  private readonly async = asyncApiOf()
  private readonly page = pageOf(this.open, this.async)

  @Answers('getOpenApi')
  openApi(): object {
    return this.open
  }

  @Answers('getAsyncApi')
  asyncApi(): object {
    return this.async
  }

  @Answers('getReference')
  @Header('content-type', 'text/html; charset=utf-8')
  browse(): string {
    return this.page
  }
}
