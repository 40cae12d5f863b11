import { Module } from '@nestjs/common'
import { IncidentsModule } from '../incidents/incidents.module.js'
import { ListMeasurements } from './list-measurements.js'
import { MeasurementsController } from './measurements.controller.js'

@Module({ imports: [IncidentsModule], controllers: [MeasurementsController], providers: [ListMeasurements] })
export class MeasurementsModule {}
