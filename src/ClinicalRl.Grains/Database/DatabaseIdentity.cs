namespace ClinicalRl.Grains.Database;

/// <summary>How the service proves to the database who it is, when the connection string holds no password.</summary>
/// <param name="PasswordAsync">A password that is good now; a token, for an identity of Microsoft Entra.</param>
/// <param name="Period">How often it is asked for: less than a password is good for.</param>
public sealed record DatabaseIdentity(Func<CancellationToken, ValueTask<string>> PasswordAsync, TimeSpan Period);
