using ClinicalRl.Service.Hosting;
using Orleans.Runtime;

namespace ClinicalRl.Service.Problems;

/// <summary>The outermost step of every request: whatever ends badly ends as a problem, without detail of our insides.</summary>
internal sealed partial class ProblemBoundary(RequestDelegate next, ILogger<ProblemBoundary> logger)
{
    private const int ClientClosedRequest = 499;

    public Task InvokeAsync(HttpContext context)
    {
        Task handling;
        try
        {
            handling = next(context);
        }
        catch (Exception exception)
        {
            return AnswerFailureAsync(context, exception);
        }

        return handling.IsCompletedSuccessfully && !IsBareRefusal(context) ? handling : AwaitAsync(context, handling);
    }

    private static bool IsBareRefusal(HttpContext context) =>
        context.Response is { StatusCode: >= 400, HasStarted: false } && context.Response.ContentType is null;

    private static Problem ForStatus(HttpContext context) => context.Response.StatusCode switch
    {
        401 => new Problem(ProblemKind.Unauthenticated, "No valid API key came with the request."),
        403 => new Problem(ProblemKind.Forbidden, "The key does not allow this."),
        404 => Problem.NotFound("route"),
        405 => new Problem(ProblemKind.MethodNotAllowed, $"This route takes {context.Response.Headers.Allow}."),
        413 => new Problem(ProblemKind.TooLarge, $"The body may have {context.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>()?.Bytes ?? RequestLimits.BodyBytes} bytes."),
        415 => new Problem(ProblemKind.UnsupportedMediaType, "The body must be application/json."),
        429 => new Problem(ProblemKind.TooManyRequests, "The limit of requests a second is used up."),
        >= 500 => new Problem(ProblemKind.Unavailable, "The service cannot answer now; the same request may be repeated."),
        _ => new Problem(ProblemKind.InvalidRequest, "The request could not be read."),
    };

    private async Task AwaitAsync(HttpContext context, Task handling)
    {
        try
        {
            await handling;
            if (IsBareRefusal(context))
                await ForStatus(context).ExecuteAsync(context);
        }
        catch (Exception exception)
        {
            await AnswerFailureAsync(context, exception);
        }
    }

    private async Task AnswerFailureAsync(HttpContext context, Exception exception)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            if (!context.Response.HasStarted)
                context.Response.StatusCode = ClientClosedRequest;
            return;
        }

        var failed = exception is not (BadHttpRequestException or TimeoutException or OrleansException or OperationCanceledException);
        if (failed)
            LogFailure(exception, context.Request.Path);
        if (context.Response.HasStarted)
        {
            context.Abort();   // half an answer must not look whole
            return;
        }

        context.Response.Clear();
        context.Response.StatusCode = exception is BadHttpRequestException bad ? bad.StatusCode : 503;
        if (!failed && context.Response.StatusCode == 503)
        {
            LogUnavailable(exception.GetType().Name, context.Request.Path);
            context.Response.Headers.RetryAfter = "1";
        }

        var problem = failed ? new Problem(ProblemKind.InternalError, "The request met a defect of the service; it was logged.") : ForStatus(context);
        await problem.ExecuteAsync(context);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A request to {Path} met a defect.")]
    private partial void LogFailure(Exception exception, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A request to {Path} was not answered in time: {Reason}.")]
    private partial void LogUnavailable(string reason, string path);
}
