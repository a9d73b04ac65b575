namespace ClinicalRl.Statistics;

/// <summary>A statistic, or the reason why it does not exist. Never NaN, and never 0 or 1 in place of what is unknown.</summary>
public readonly record struct Estimate<T>
    where T : notnull
{
    private readonly bool defined;

    private readonly T value;

    private readonly Reason reason;

    private Estimate(bool defined, T value, Reason reason) => (this.defined, this.value, this.reason) = (defined, value, reason);

    /// <summary>Whether it exists. The default of this type does not (<see cref="Reason.NoData"/>).</summary>
    public bool IsDefined => defined;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">It does not exist.</exception>
    public T Value => defined ? value : throw new InvalidOperationException($"The statistic is undefined ({reason.Code()}).");

    /// <summary>Why it does not exist; null when it does.</summary>
    public Reason? Reason => defined ? null : reason;

    /// <summary>One that exists.</summary>
    public static implicit operator Estimate<T>(T value) => new(true, value, default);

    /// <summary>One that does not.</summary>
    public static implicit operator Estimate<T>(Reason reason) => new(false, default!, reason);

    /// <summary>What <paramref name="next"/> makes of the value, or the same reason.</summary>
    public Estimate<TNext> Then<TNext>(Func<T, TNext> next)
        where TNext : notnull => defined ? next(value) : reason;

    /// <summary>What <paramref name="next"/> makes of the value, which may not exist either, or the same reason.</summary>
    public Estimate<TNext> Then<TNext>(Func<T, Estimate<TNext>> next)
        where TNext : notnull => defined ? next(value) : reason;

    /// <inheritdoc/>
    public override string ToString() => defined ? FormattableString.Invariant($"{value}") : $"undefined ({reason.Code()})";
}
