namespace ClinicalRl.Client.Hosting;

/// <summary>Where the service is, who calls, and how long a call may be retried.</summary>
public sealed class ClinicalRlClientOptions
{
    /// <summary>Address of the service, such as <c>https://rl.example.org</c>; a path prefix is kept.</summary>
    public Uri BaseAddress { get; set; } = new("http://127.0.0.1:8080");

    /// <summary>API key (<c>crl_…</c>), sent as bearer token; null for a development service that allows anonymous use.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Tries in all, the first included: 1 to 50.</summary>
    public int MaxAttempts { get; set; } = 8;

    /// <summary>First wait between tries; it doubles, with jitter, up to <see cref="MaxDelay"/>. <c>Retry-After</c> goes before it.</summary>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest wait between tries.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest time for one try: 10 milliseconds to a day.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest time for a call with all its tries until its answer is whole, or of a log or bundle begins: 10 milliseconds to a day. What is streamed must be whole one <see cref="AttemptTimeout"/> later.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>Throws <see cref="ArgumentException"/> when a value cannot be used.</summary>
    public void Validate()
    {
        if (!BaseAddress.IsAbsoluteUri || BaseAddress.Scheme is not ("http" or "https"))
            throw new ArgumentException($"{nameof(BaseAddress)} must be an absolute http or https address.", nameof(BaseAddress));
        if (MaxAttempts is < 1 or > 50)
            throw new ArgumentException($"{nameof(MaxAttempts)} must be 1 to 50.", nameof(MaxAttempts));
        if (FirstDelay < TimeSpan.Zero || MaxDelay < FirstDelay || MaxDelay > TimeSpan.FromDays(1))
            throw new ArgumentException($"{nameof(FirstDelay)} and {nameof(MaxDelay)} must be 0 to a day, in this order.", nameof(MaxDelay));
        CheckTimeout(AttemptTimeout, nameof(AttemptTimeout));
        CheckTimeout(TotalTimeout, nameof(TotalTimeout));
    }

    private static void CheckTimeout(TimeSpan timeout, string name)
    {
        if (timeout < TimeSpan.FromMilliseconds(10) || timeout > TimeSpan.FromDays(1))
            throw new ArgumentException($"{name} must be 10 milliseconds to a day.", name);
    }
}
