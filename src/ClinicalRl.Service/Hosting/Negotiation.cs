namespace ClinicalRl.Service.Hosting;

/// <summary>Which form of a document a caller wants.</summary>
internal static class Negotiation
{
    /// <summary>Whether a media type is asked for by name.</summary>
    public static bool Wants(HttpRequest request, string mediaType) =>
        request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase) && accepted.Quality is not 0);
}
