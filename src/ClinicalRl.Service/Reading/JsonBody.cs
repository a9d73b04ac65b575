using System.Text.Json;
using ClinicalRl.Service.Problems;

namespace ClinicalRl.Service.Reading;

/// <summary>The body of a request as a JSON document, or the problem with it.</summary>
/// <param name="Root">The value; undefined when there is a problem.</param>
/// <param name="Problem">What is wrong, or null.</param>
internal readonly record struct JsonBody(JsonElement Root, Problem? Problem)
{
    /// <summary>Reads and parses a body.</summary>
    public static async ValueTask<JsonBody> ReadAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context);
        if (body.Problem is not null)
            return new JsonBody(default, body.Problem);
        try
        {
            return new JsonBody(JsonElement.Parse(body.Bytes, JsonText.Document), null);
        }
        catch (JsonException exception)
        {
            return new JsonBody(default, JsonText.Malformed(exception));
        }
        catch (InvalidOperationException)
        {
            return new JsonBody(default, JsonText.NotText);   // met while names were compared
        }
    }
}
