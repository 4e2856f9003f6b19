using System.Text;

namespace Ucam.Explanations.Onnx;

/// <summary>
/// Makes a value inside an ONNX graph an output of it. A message field that stands twice in protocol-buffer bytes is merged, so an
/// output is added by appending a second "graph" (ModelProto field 7) that holds nothing but an "output" (GraphProto field 12) with
/// its "name" (ValueInfoProto field 1).
/// </summary>
internal static class OnnxGraph
{
    private const int Graph = 7, Output = 12, Name = 1, LengthDelimited = 2;

    public static byte[] WithOutput(byte[] model, string value) =>
        [.. model, .. Field(Graph, Field(Output, Field(Name, Encoding.UTF8.GetBytes(value))))];

    private static byte[] Field(int number, byte[] content) => [(byte)(number << 3 | LengthDelimited), .. Length(content.Length), .. content];

    /// <summary>A number of seven bits a byte, the lowest first.</summary>
    public static List<byte> Length(long value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return bytes;
    }
}
