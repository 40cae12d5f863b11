import { Module } from '@nestjs/common'
import { CommentStore } from './comment.store.js'
import { Comments } from './comments.js'
import { CommentsController } from './comments.controller.js'

@Module({ controllers: [CommentsController], providers: [CommentStore, Comments], exports: [Comments] })
export class CommentsModule {}
