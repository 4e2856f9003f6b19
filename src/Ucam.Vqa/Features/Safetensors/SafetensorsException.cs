namespace Ucam.Vqa.Features.Safetensors;

/// <summary>
/// A safetensors file that cannot be read: missing, truncated, damaged or of another kind. Names the file, and the tensor where known.
/// </summary>
internal sealed class SafetensorsException : UcamException
{
    /// <summary>Creates the exception from a one-line message.</summary>
    public SafetensorsException(string message, Exception? inner = null) : base(message, inner) { }
}
