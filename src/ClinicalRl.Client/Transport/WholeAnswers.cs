namespace ClinicalRl.Client.Transport;

/// <summary>
/// Reads an answer whole where that is wanted, under the retries: one that breaks off in the middle, because the service died, is asked for again like one that
/// never began.
/// </summary>
internal sealed class WholeAnswers : DelegatingHandler
{
    private static readonly HttpRequestOptionsKey<bool> Wanted = new("ClinicalRl.WholeAnswer");

    /// <summary>Longest answer that is read in one piece, bytes. Logs and bundles are streamed and have no such limit.</summary>
    private const int MaxBytes = 256 * 1024 * 1024;

    /// <summary>Wants the whole answer to this request.</summary>
    public static void Want(HttpRequestMessage request) => request.Options.Set(Wanted, value: true);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (!request.Options.TryGetValue(Wanted, out var wanted) || !wanted)
            return response;
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxBytes, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
