namespace ClinicalRl.Service.Tests.Retention;

/// <summary>A clock that shows a later date; timers and time spans are as ever.</summary>
internal sealed class LaterTimeProvider : TimeProvider
{
    /// <summary>How much later.</summary>
    public TimeSpan By { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + By;
}
