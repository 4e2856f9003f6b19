namespace Ucam.Vqa.Datasets.BuiltIn.Nlvr;

/// <summary>The shapes of NLVR, in the order of their class labels.</summary>
internal enum NlvrShape
{
    Square,
    Circle,
    Triangle,
}

/// <summary>The colours of NLVR.</summary>
internal enum NlvrColour
{
    Black,
    Blue,
    Yellow,
}

/// <summary>Where an object meets its box.</summary>
internal enum NlvrSide
{
    Any,
    Edge,
    NoEdge,
    Corner,
    Bottom,
    Right,
    Top,
    Left,
}

/// <summary>One object of a box, as NLVR's structured_rep has it.</summary>
/// <param name="X">Left side in pixels of the 100×100 box.</param>
/// <param name="Y">Upper side.</param>
/// <param name="Size">10, 20 or 30 pixels.</param>
/// <param name="Shape">Shape; a triangle stands on its base.</param>
/// <param name="Colour">Colour.</param>
internal readonly record struct NlvrObject(int X, int Y, int Size, NlvrShape Shape, NlvrColour Colour)
{
    /// <summary>Whether the object meets its box there.</summary>
    public bool Touches(NlvrSide side)
    {
        bool left = X <= 0, top = Y <= 0, right = X + Size >= NlvrBox.Side, bottom = Y + Size >= NlvrBox.Side;
        return side switch
        {
            NlvrSide.Edge => left || top || right || bottom,
            NlvrSide.NoEdge => !(left || top || right || bottom),
            NlvrSide.Corner => (left || right) && (top || bottom),
            NlvrSide.Bottom => bottom,
            NlvrSide.Right => right,
            NlvrSide.Top => top,
            NlvrSide.Left => left,
            _ => true,
        };
    }
}
