using System.Text.Json;
using ClinicalRl.Service.OpenEnv.Messages;
using ClinicalRl.Service.OpenEnv.Sessions;
using ClinicalRl.Service.Quotas;

namespace ClinicalRl.Service.OpenEnv.Sockets;

/// <summary>The answers of <c>/ws</c> that are no observation.</summary>
internal static class SocketAnswers
{
    /// <summary>An error; <paramref name="more"/> adds members beside its message and code.</summary>
    public static void Error(PooledBytes to, string code, string message, Action<Utf8JsonWriter>? more = null)
    {
        to.CutTo(0);
        WireJson.Write(to, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "error"u8);
            writer.WriteStartObject("data"u8);
            writer.WriteString("message"u8, message);
            writer.WriteString("code"u8, code);
            more?.Invoke(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }

    /// <summary>Fields that cannot be used.</summary>
    public static void Invalid(PooledBytes to, IReadOnlyList<FieldFault> faults) => Error(to, "VALIDATION_ERROR", "Invalid message", writer =>
    {
        writer.WritePropertyName("errors"u8);
        FieldFault.WriteAll(writer, faults);
    });

    /// <summary>A request that was not carried out.</summary>
    public static void Refused(PooledBytes to, Refusal refusal)
    {
        if (refusal.Fault is { } fault)
            Invalid(to, [fault]);
        else if (refusal.Quota is { } quota)
            Over(to, quota);
        else
            Error(to, "EXECUTION_ERROR", refusal.Message);
    }

    /// <summary>A quota of the tenant is used up; the same message may be sent again later.</summary>
    private static void Over(PooledBytes to, Quota quota) => Error(to, "QUOTA_EXCEEDED", quota.Detail, writer =>
    {
        writer.WriteString("quota"u8, quota.Name);
        writer.WriteNumber("retry_after_seconds"u8, quota.RetryAfterSeconds);
    });

    /// <summary>No room for another session.</summary>
    public static void Full(PooledBytes to, SessionCapacity reached) => Error(to, "CAPACITY_REACHED", reached.Message, writer =>
    {
        writer.WriteNumber("active_sessions"u8, reached.Active);
        writer.WriteNumber("max_sessions"u8, reached.Max);
    });

    /// <summary>The session cannot go on.</summary>
    public static void Ended(PooledBytes to, string why) => Error(to, "SESSION_ERROR", why);
}
