namespace ClinicalRl.Statistics;

/// <summary>A statistic, or the reason why it does not exist. Never NaN, and never 0 or 1 in place of what is unknown.</summary>
public readonly record struct Estimate<T>
    where T : struct
{
    private readonly T? value;

    private readonly Reason reason;

    private Estimate(T? value, Reason reason) => (this.value, this.reason) = (value, reason);

    /// <summary>Whether it exists. The default of this type does not (<see cref="Reason.NoData"/>).</summary>
    public bool IsDefined => value is not null;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">It does not exist.</exception>
    public T Value => value ?? throw new InvalidOperationException($"The statistic is undefined ({reason.Code()}).");

    /// <summary>Why it does not exist; null when it does.</summary>
    public Reason? Reason => value is null ? reason : null;

    /// <summary>One that exists.</summary>
    public static implicit operator Estimate<T>(T value) => new(value, default);

    /// <summary>One that does not.</summary>
    public static implicit operator Estimate<T>(Reason reason) => new(null, reason);

    /// <inheritdoc/>
    public override string ToString() => value is { } known ? FormattableString.Invariant($"{known}") : $"undefined ({reason.Code()})";
}
