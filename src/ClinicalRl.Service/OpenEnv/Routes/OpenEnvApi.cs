using ClinicalRl.Service.OpenEnv.Documents;
using ClinicalRl.Service.OpenEnv.Mcp;
using ClinicalRl.Service.OpenEnv.Messages;
using ClinicalRl.Service.OpenEnv.Sessions;
using ClinicalRl.Service.OpenEnv.Sockets;
using ClinicalRl.Service.Tenancy;

namespace ClinicalRl.Service.OpenEnv.Routes;

/// <summary>Everything below <c>/openenv</c>. Paths are matched here, since refusals must have this protocol's shapes.</summary>
internal sealed class OpenEnvApi(DocumentLibrary library, IGrainFactory grains, McpCalls mcp, SocketApi sockets, OriginCheck origins)
{
    private static readonly byte[] Healthy = "{\"status\":\"healthy\"}"u8.ToArray();

    private static readonly byte[] NoOptions = "{}"u8.ToArray();

    /// <summary>Answers one request; the route values <c>environment</c> and <c>path</c> say what is asked for.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        var path = context.GetRouteValue("path") as string ?? "";
        if (library.Find(context.GetRouteValue("environment") as string ?? "") is not { } documents)
            return HttpAnswers.NotFoundAsync(context);
        return path is "ws" or "mcp" && context.WebSockets.IsWebSocketRequest
            ? sockets.RunAsync(context, documents, isMcp: path == "mcp")
            : AnswerHttpAsync(context, documents, path);
    }

    /// <summary>Names the environments.</summary>
    public Task ListAsync(HttpContext context) => HttpAnswers.SendAsync(context, WireJson.Bytes(writer =>
    {
        writer.WriteStartArray();
        foreach (var environment in library.Environments)
            writer.WriteStringValue(environment);
        writer.WriteEndArray();
    }));

    private Task AnswerHttpAsync(HttpContext context, OpenEnvDocuments documents, string path) => path switch
    {
        "health" => Get(context, static (context, _) => HttpAnswers.SendAsync(context, Healthy), documents),
        "metadata" => Get(context, static (context, documents) => HttpAnswers.SendAsync(context, documents.Metadata), documents),
        "schema" => Get(context, static (context, documents) => HttpAnswers.SendAsync(context, documents.Schema), documents),
        "openapi.json" => Get(context, static (context, documents) => HttpAnswers.SendAsync(context, documents.OpenApi), documents),
        "docs" or "redoc" => Get(context, static (context, documents) => HttpAnswers.SendAsync(context, documents.Page, type: "text/html; charset=utf-8"), documents),
        "list_environments" => Get(context, (context, _) => ListAsync(context), documents),
        "state" => Get(context, StateAsync, documents),
        "reset" => PostAsync(context, documents, ResetAsync),
        "step" => PostAsync(context, documents, StepAsync),
        "mcp" => PostAsync(context, documents, McpAsync),
        _ => HttpAnswers.NotFoundAsync(context),
    };

    private static Task Get(HttpContext context, Func<HttpContext, OpenEnvDocuments, Task> answer, OpenEnvDocuments documents) =>
        HttpMethods.IsGet(context.Request.Method) ? answer(context, documents) : HttpAnswers.WrongMethodAsync(context, "GET");

    private async Task PostAsync(
        HttpContext context, OpenEnvDocuments documents, Func<HttpContext, OpenEnvDocuments, ReadOnlyMemory<byte>, PooledBytes, Task> answer)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            await HttpAnswers.WrongMethodAsync(context, "POST");
            return;
        }

        if (!origins.Allows(context))
        {
            await HttpAnswers.DetailAsync(context, StatusCodes.Status403Forbidden, OriginCheck.Refusal);
            return;
        }

        using var body = new PooledBytes();
        using var to = new PooledBytes();
        if (await HttpBody.TryReadAsync(context, body))
            await answer(context, documents, body.Written, to);
        else
            await HttpAnswers.TooLargeAsync(context);
    }

    private async Task ResetAsync(HttpContext context, OpenEnvDocuments documents, ReadOnlyMemory<byte> body, PooledBytes to)
    {
        using var document = HttpBody.Parse(body, NoOptions, out var fault);
        if (document is null)
        {
            await HttpAnswers.InvalidAsync(context, [fault!]);
            return;
        }

        var options = ResetOptions.Read(document.RootElement, strict: true, out var faults);
        if (faults.Count > 0)
        {
            await HttpAnswers.InvalidAsync(context, [.. faults.Select(found => found.Under("body"))]);
            return;
        }

        await FinishAsync(context, await SessionOf(context, documents).ResetAsync(options, to), to);
    }

    private async Task StepAsync(HttpContext context, OpenEnvDocuments documents, ReadOnlyMemory<byte> body, PooledBytes to)
    {
        using var document = HttpBody.Parse(body, null, out var fault);
        if (document is null)
        {
            await HttpAnswers.InvalidAsync(context, [fault!]);
            return;
        }

        var request = StepRequest.Read(document.RootElement, out var faults);
        if (faults.Count > 0)
        {
            await HttpAnswers.InvalidAsync(context, faults);
            return;
        }

        var session = SessionOf(context, documents);
        if (request.Action.Form == ActionForm.ListTools)
        {
            AnswerWriter.WriteTools(documents.ListedTools.Span, session.Standing, to);
            await FinishAsync(context, null, to);
            return;
        }

        var refusal = request.EpisodeId is { } name
            ? await session.TakeUpAsync(name, request.RewardMode, request.Step)
            : await session.ResetAsync(new ResetOptions { RewardMode = request.RewardMode }, to);
        to.CutTo(0);
        await FinishAsync(context, refusal ?? await session.StepAsync(request.Action, to), to);
    }

    private async Task StateAsync(HttpContext context, OpenEnvDocuments documents)
    {
        var session = SessionOf(context, documents);
        var name = context.Request.Query["episode_id"].ToString();
        if (name.Length > ResetOptions.MaxEpisodeIdLength)
        {
            await HttpAnswers.InvalidAsync(context, [FieldFault.TooLong("episode_id", ResetOptions.MaxEpisodeIdLength, WireJson.Text(WireJson.Shorten(name))).Under("query")]);
            return;
        }

        using var to = new PooledBytes();
        var refusal = name.Length == 0 ? null : await session.TakeUpAsync(name, RewardMode.Step, null);
        WireJson.Write(to, session.Standing.WriteState);
        await FinishAsync(context, refusal, to);
    }

    private async Task McpAsync(HttpContext context, OpenEnvDocuments documents, ReadOnlyMemory<byte> body, PooledBytes to)
    {
        await mcp.AnswerAsync(body, new McpPlace(documents, context.Caller().Tenant.Text, null, () => SessionOf(context, documents)), to);
        await HttpAnswers.SendAsync(context, to.Written);
    }

    private AgentSession SessionOf(HttpContext context, OpenEnvDocuments documents)
    {
        return new AgentSession(documents.Environment, grains, context.Caller());
    }

    private static Task FinishAsync(HttpContext context, Refusal? refusal, PooledBytes answer) =>
        refusal is null ? HttpAnswers.SendAsync(context, answer.Written) : HttpAnswers.RefusedAsync(context, refusal);
}
