using ClinicalRl.Service.OpenEnv.Messages;

namespace ClinicalRl.Service.OpenEnv.Sockets;

/// <summary>What is spoken over a WebSocket: one answer to each message.</summary>
internal interface ISocketProtocol
{
    /// <summary>Writes the answer to one message; false ends the session once the answer, if there is one, was sent. Never throws.</summary>
    ValueTask<bool> AnswerAsync(ReadOnlyMemory<byte> message, PooledBytes answer);

    /// <summary>Writes the last words to a client that sent something else than text.</summary>
    void AnswerBinary(PooledBytes answer);
}
