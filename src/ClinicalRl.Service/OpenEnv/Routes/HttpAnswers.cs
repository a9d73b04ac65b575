using System.Globalization;
using System.Text.Json;
using ClinicalRl.Service.OpenEnv.Messages;
using ClinicalRl.Service.OpenEnv.Sessions;

namespace ClinicalRl.Service.OpenEnv.Routes;

/// <summary>Answers in the shapes of FastAPI, which OpenEnv's clients expect.</summary>
internal static class HttpAnswers
{
    /// <summary>Sends a JSON document.</summary>
    public static async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> json, int status = StatusCodes.Status200OK, string type = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }

    /// <summary><c>{"detail": sentence}</c>.</summary>
    public static Task DetailAsync(HttpContext context, int status, string sentence) => SendAsync(context, WireJson.Bytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("detail"u8, sentence);
        writer.WriteEndObject();
    }), status);

    /// <summary>No such path or environment.</summary>
    public static Task NotFoundAsync(HttpContext context) => DetailAsync(context, StatusCodes.Status404NotFound, "Not Found");

    /// <summary>A path that takes only <paramref name="allowed"/>.</summary>
    public static Task WrongMethodAsync(HttpContext context, string allowed)
    {
        context.Response.Headers.Allow = allowed;
        return DetailAsync(context, StatusCodes.Status405MethodNotAllowed, "Method Not Allowed");
    }

    /// <summary>A body longer than allowed.</summary>
    public static Task TooLargeAsync(HttpContext context) => DetailAsync(
        context, StatusCodes.Status413PayloadTooLarge, FormattableString.Invariant($"The body may have {OpenEnvOptions.MaxMessageBytes} bytes."));

    /// <summary>422 with every field that cannot be used.</summary>
    public static Task InvalidAsync(HttpContext context, IReadOnlyList<FieldFault> faults) => SendAsync(context, WireJson.Bytes(writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("detail"u8);
        FieldFault.WriteAll(writer, faults);
        writer.WriteEndObject();
    }), StatusCodes.Status422UnprocessableEntity);

    /// <summary>A request that was not carried out.</summary>
    public static Task RefusedAsync(HttpContext context, Refusal refusal)
    {
        if (refusal.Fault is { } fault)
            return InvalidAsync(context, [fault.Under("body")]);
        if (refusal.Kind is RefusalKind.Unavailable or RefusalKind.OverQuota)
            context.Response.Headers.RetryAfter = (refusal.Quota?.RetryAfterSeconds ?? 1).ToString(CultureInfo.InvariantCulture);
        return DetailAsync(context, StatusOf(refusal.Kind), refusal.Message);
    }

    private static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Invalid => StatusCodes.Status422UnprocessableEntity,
        RefusalKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        RefusalKind.OverQuota => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status409Conflict,
    };
}
