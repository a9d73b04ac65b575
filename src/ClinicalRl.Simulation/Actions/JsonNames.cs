using System.Runtime.InteropServices;
using System.Text.Json;

namespace ClinicalRl.Simulation.Actions;

/// <summary>Guards against member names that the reader lets pass but cannot decode.</summary>
internal static class JsonNames
{
    /// <summary>False when the name holds an escaped lone surrogate: comparing or reading such a name throws.</summary>
    public static bool IsText(JsonProperty property)
    {
        if (!JsonMarshal.GetRawUtf8PropertyName(property).Contains((byte)'\\'))
            return true;
        try
        {
            return property.Name.Length >= 0;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
