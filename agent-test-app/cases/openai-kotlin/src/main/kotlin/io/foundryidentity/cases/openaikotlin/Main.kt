package io.foundryidentity.cases.openaikotlin

import com.aallam.openai.api.chat.ChatCompletionRequest
import com.aallam.openai.api.chat.ChatMessage
import com.aallam.openai.api.chat.ChatRole
import com.aallam.openai.api.embedding.EmbeddingRequest
import com.aallam.openai.api.exception.OpenAIAPIException
import com.aallam.openai.api.logging.LogLevel
import com.aallam.openai.api.model.ModelId
import com.aallam.openai.client.LoggingConfig
import com.aallam.openai.client.OpenAI
import com.aallam.openai.client.OpenAIConfig
import com.aallam.openai.client.OpenAIHost
import com.aallam.openai.client.RetryStrategy
import io.foundryidentity.cases.calls.Calls
import io.foundryidentity.cases.calls.ClientThreads
import io.foundryidentity.cases.calls.Foundry
import io.ktor.client.engine.HttpClientEngine
import io.ktor.client.engine.cio.CIO
import io.ktor.client.engine.okhttp.OkHttp
import java.io.IOException
import kotlinx.coroutines.flow.mapNotNull
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking

private val MODEL = ModelId("gpt-4.1-mini")
private val EMBEDDING_MODEL = ModelId("text-embedding-3-small")
private const val QUESTION = "Who am I?"

/** The Kotlin client over two of Ktor's engines: its own, and the one on OkHttp. */
object Main {
    @JvmStatic
    fun main(arguments: Array<String>) {
        val foundry = Foundry.from(System.getenv())
        val calls = Calls(System.out)
        ask(calls, foundry, "CIO", CIO.create())
        ask(calls, foundry, "OkHttp", OkHttp.create())
        ClientThreads.awaitIdle()
    }

    private fun ask(calls: Calls, foundry: Foundry, engineName: String, engine: HttpClientEngine) {
        val client =
            OpenAI(
                OpenAIConfig(
                    token = foundry.key(),
                    logging = LoggingConfig(logLevel = LogLevel.None),
                    host = OpenAIHost(baseUrl = foundry.url() + "/openai/v1/"),
                    retry = RetryStrategy(maxRetries = 0),
                    engine = engine,
                )
            )
        calls
            .call("chat ($engineName)") { named { chat(client) } }
            .call("chat streaming ($engineName)") { named { streamed(client) } }
            .call("embeddings ($engineName)") { named { embedded(client) } }
        client.close()
        // An engine that was handed in is not closed with it, and OkHttp's threads live for a minute
        engine.close()
    }

    /** The client keeps the HTTP status beside its message: puts it before. */
    private fun named(question: suspend () -> String): String =
        try {
            runBlocking { question() }
        } catch (refusal: OpenAIAPIException) {
            throw IOException("${refusal.statusCode}: ${refusal.message}", refusal)
        }

    private val question =
        ChatCompletionRequest(
            model = MODEL,
            messages = listOf(ChatMessage(role = ChatRole.User, content = QUESTION)),
        )

    private suspend fun chat(client: OpenAI): String =
        client.chatCompletion(question).choices.first().message.content.orEmpty()

    private suspend fun streamed(client: OpenAI): String =
        client
            .chatCompletions(question)
            .mapNotNull { it.choices.firstOrNull()?.delta?.content }
            .toList()
            .joinToString("")

    private suspend fun embedded(client: OpenAI): String {
        val answer =
            client.embeddings(EmbeddingRequest(model = EMBEDDING_MODEL, input = listOf(QUESTION)))
        return "${answer.embeddings.first().embedding.size} numbers, model ${EMBEDDING_MODEL.id}"
    }
}
