using System.Text.Json;
using ClinicalRl.Service.OpenEnv.Documents;
using ClinicalRl.Service.OpenEnv.Mcp;
using ClinicalRl.Service.OpenEnv.Messages;
using ClinicalRl.Service.OpenEnv.Sessions;

namespace ClinicalRl.Service.OpenEnv.Sockets;

/// <summary>What is spoken on <c>/ws</c>: reset, step, state, mcp and close.</summary>
internal sealed partial class EnvironmentProtocol(SocketSession session, OpenEnvDocuments documents, McpCalls mcp, ILogger logger) : ISocketProtocol
{
    private readonly McpPlace place = new(documents, session.Session.Tenant, session, () => session.Session);

    /// <inheritdoc/>
    public ValueTask<bool> AnswerAsync(ReadOnlyMemory<byte> message, PooledBytes answer)
    {
        var read = SocketMessage.Read(message.Span);
        switch (read.Request)
        {
            case SocketRequest.Step or SocketRequest.Reset or SocketRequest.Mcp or SocketRequest.State:
                return CarryOutAsync(read.Request, message[read.Data], answer);
            case SocketRequest.Close:
                return new(false);
            case SocketRequest.NotObject:
                SocketAnswers.Ended(answer, "A message must be a JSON object.");
                return new(false);
            case SocketRequest.NotJson:
                SocketAnswers.Error(answer, "INVALID_JSON", read.Sentence!);
                return new(true);
            case SocketRequest.Invalid:
                SocketAnswers.Invalid(answer, read.Faults);
                return new(true);
            default:
                SocketAnswers.Error(answer, "UNKNOWN_TYPE", read.Sentence!);
                return new(true);
        }
    }

    /// <inheritdoc/>
    public void AnswerBinary(PooledBytes answer) => SocketAnswers.Ended(answer, "Messages must be text frames.");

    private async ValueTask<bool> CarryOutAsync(SocketRequest request, ReadOnlyMemory<byte> data, PooledBytes answer)
    {
        try
        {
            if (session.Shared is not { } shared)
                await CarryOutInTurnAsync(request, data, answer);
            else if (!await shared.TakeTurnAsync(() => CarryOutInTurnAsync(request, data, answer)))
                SocketAnswers.Refused(answer, Refusal.Unavailable);
        }
        catch (Exception exception)
        {
            LogFailure(exception, request);
            SocketAnswers.Refused(answer, Refusal.Unavailable);
        }

        return true;
    }

    private ValueTask CarryOutInTurnAsync(SocketRequest request, ReadOnlyMemory<byte> data, PooledBytes answer) => request switch
    {
        SocketRequest.Step => StepAsync(data, answer),
        SocketRequest.Reset => ResetAsync(data, answer),
        SocketRequest.Mcp => McpAsync(data, answer),
        _ => State(answer),
    };

    private ValueTask StepAsync(ReadOnlyMemory<byte> data, PooledBytes answer)
    {
        var action = WireAction.Read(data.Span);
        if (action.Faults.Count > 0)
        {
            SocketAnswers.Invalid(answer, action.Faults);
            return default;
        }

        answer.Put("{\"type\":\"observation\",\"data\":"u8);
        if (action.Form != ActionForm.ListTools)
            return FinishAsync(session.Session.StepAsync(action, answer), answer);
        AnswerWriter.WriteTools(documents.ListedTools.Span, session.Session.Standing, answer);
        answer.Put("}"u8);
        return default;
    }

    private async ValueTask ResetAsync(ReadOnlyMemory<byte> data, PooledBytes answer)
    {
        using var document = data.IsEmpty ? null : JsonDocument.Parse(data, WireJson.Documents);
        var options = ResetOptions.Read(document?.RootElement, strict: false, out var faults);
        if (faults.Count > 0)
        {
            SocketAnswers.Invalid(answer, faults);
            return;
        }

        answer.Put("{\"type\":\"observation\",\"data\":"u8);
        await FinishAsync(session.Session.ResetAsync(options, answer), answer);
    }

    private static async ValueTask FinishAsync(ValueTask<Refusal?> carriedOut, PooledBytes answer)
    {
        if (await carriedOut is { } refusal)
            SocketAnswers.Refused(answer, refusal);
        else
            answer.Put("}"u8);
    }

    private async ValueTask McpAsync(ReadOnlyMemory<byte> data, PooledBytes answer)
    {
        using var inner = new PooledBytes();
        await mcp.AnswerAsync(data, place, inner);
        answer.Put("{\"type\":\"mcp\",\"data\":"u8);
        answer.Put(inner.Written.Span);
        answer.Put("}"u8);
    }

    private ValueTask State(PooledBytes answer)
    {
        answer.Put("{\"type\":\"state\",\"data\":"u8);
        WireJson.Write(answer, session.Session.Standing.WriteState);
        answer.Put("}"u8);
        return default;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "An OpenEnv {Request} could not be carried out.")]
    private partial void LogFailure(Exception exception, SocketRequest request);
}
