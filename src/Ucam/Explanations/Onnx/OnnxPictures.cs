using Microsoft.ML.OnnxRuntime;

namespace Ucam.Explanations.Onnx;

/// <summary>What an ONNX file itself says about the pictures that it takes; null where it leaves a thing open.</summary>
/// <param name="Input">The input's name.</param>
/// <param name="Dimensions">As in the file, below 1 where open.</param>
/// <param name="Element">The type of its numbers.</param>
/// <param name="Layout">Where the channels are.</param>
/// <param name="Channels">1 for grey, 3 for colour.</param>
/// <param name="Side">Of a square picture, in pixels.</param>
internal sealed record OnnxPictures(string Input, int[] Dimensions, Type Element, TensorLayout? Layout, int? Channels, int? Side)
{
    /// <summary>The batch that the input asks for; null where any will do.</summary>
    public int? Batch => Dimensions is [> 0 and int batch, ..] ? batch : null;

    private string Shape => $"[{string.Join(',', Dimensions.Select(size => size < 1 ? "?" : $"{size}"))}]";

    /// <summary>Reads the shape: channels are the dimension of 1 or 3, the second or the last.</summary>
    public static OnnxPictures Of(string input, NodeMetadata metadata)
    {
        int[] sizes = metadata.Dimensions;
        bool first = sizes is [_, 1 or 3, _, _], last = !first && sizes is [_, _, _, 1 or 3];
        // A shape that says nothing of channels may still say its side where both layouts agree on it.
        (int rows, int columns) = sizes.Length != 4 ? (0, 0) : last ? (sizes[1], sizes[2]) : (sizes[2], first || sizes[3] > 0 ? sizes[3] : sizes[2]);
        return new OnnxPictures(input, sizes, metadata.ElementType, first ? TensorLayout.Nchw : last ? TensorLayout.Nhwc : null,
            first
                ? sizes[1] : last ? sizes[3] : null, rows > 0 && (columns == rows || columns < 1) ? rows : columns > 0 && rows < 1 ? columns : null);
    }

    /// <summary>The settings with all that they leave open as the file says, or as is usual.</summary>
    /// <param name="settings">What was said; it must fit the file.</param>
    /// <param name="usualSide">The side where neither says one.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="UcamException">The input takes no pictures, or the settings contradict it.</exception>
    public PictureInput Complete(PictureInput settings, int usualSide, string path)
    {
        if (Dimensions.Length != 4)
            throw OnnxOutput.Wrong(path,
                $"its input {Input} is {Shape}, which is no batch of pictures; that has four dimensions, "
                + "[batch,channels,rows,columns] or [batch,rows,columns,channels]");
        if (!OnnxValues.Takes(Element))
            throw OnnxOutput.Wrong(path, $"its input {Input} takes {Element.Name}; pictures can be given as {OnnxValues.Known}");
        PictureInput full = settings.For(new PictureNeeds(Layout, Channels, Side, Element == typeof(byte)), usualSide);
        int[] wanted = full.Layout == TensorLayout.Nchw ? [full.Channels, full.Size, full.Size] : [full.Size, full.Size, full.Channels];
        bool fits = Enumerable.Range(0, 3).All(i => Dimensions[i + 1] < 1 || Dimensions[i + 1] == wanted[i]);
        if (!fits)
        {
            string why = Layout is not null && Side is null && !Dimensions[1..].Any(size => size < 1)
                ? "only square pictures of one or three channels are made"
                    : "mend size or layout in the settings, or leave them out: the file says them";
            throw OnnxOutput.Wrong(path, $"its input {Input} is {Shape}, but the settings make [B,{string.Join(',', wanted)}]; {why}");
        }
        foreach ((string key, int count) in new[] { ("mean", full.Mean.Count), ("std", full.Std.Count) })
            if (count != full.Channels)
                throw OnnxOutput.Wrong(path,
                $"its pictures have {full.Channels} channel{(full.Channels == 1 ? "" : "s")}, but the "
                + $"settings give {count} numbers as {key}; give one for each channel");
        return full;
    }
}
