using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClinicalRl.Statistics;

/// <summary>Writes an estimate as its value, or as an object whose only member says why there is none.</summary>
public sealed class EstimateJson : JsonConverterFactory
{
    private const string Undefined = "undefined";

    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Estimate<>);

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Converter<T> : JsonConverter<Estimate<T>>
        where T : notnull
    {
        public override Estimate<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty(Undefined, out var code))
                return StatisticCodes.ParseReason(code.GetString()) ?? throw new JsonException($"'{code}' is not the code of a reason.");
            return document.RootElement.Deserialize<T>(options) ?? throw new JsonException("An estimate is a value or a reason.");
        }

        public override void Write(Utf8JsonWriter writer, Estimate<T> value, JsonSerializerOptions options)
        {
            if (value.IsDefined)
            {
                JsonSerializer.Serialize(writer, value.Value, options);
                return;
            }

            writer.WriteStartObject();
            writer.WriteString(Undefined, value.Reason!.Value.Code());
            writer.WriteEndObject();
        }
    }
}
