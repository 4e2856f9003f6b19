using static TorchSharp.torch;

namespace Ucam.Vqa.Features;

/// <summary>Some pictures' features, renumbered from 0.</summary>
/// <param name="features">Those of all pictures; they stay the caller's.</param>
/// <param name="pictures">Which, by their numbers.</param>
internal sealed class ChosenFeatures(IPictureFeatures features, int[] pictures) : IPictureFeatures
{
    public int Count => pictures.Length;

    public int Rows => features.Rows;

    public int Columns => features.Columns;

    public int Channels => features.Channels;

    public void ReadInto(ReadOnlySpan<int> rows, Tensor target)
    {
        var places = new int[rows.Length];
        for (int i = 0; i < places.Length; i++) places[i] = pictures[rows[i]];
        features.ReadInto(places, target);
    }
}
