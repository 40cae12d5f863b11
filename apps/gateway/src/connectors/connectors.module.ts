import { Module } from '@nestjs/common'
import { ConnectorStore } from './connector.store.js'
import { ConnectorsController } from './connectors.controller.js'
import { ListConnectors } from './list-connectors.js'
import { TestConnector } from './test-connector.js'

@Module({ controllers: [ConnectorsController], providers: [ConnectorStore, ListConnectors, TestConnector] })
export class ConnectorsModule {}
