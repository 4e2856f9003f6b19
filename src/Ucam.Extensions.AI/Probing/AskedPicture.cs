namespace Ucam.Extensions.AI.Probing;

/// <summary>The picture of a conversation, as far as the calls around its answer want and can change it.</summary>
/// <param name="Picture">The picture; null where there is none, it cannot be read, or no call changes it.</param>
/// <param name="Note">Why calls that were wanted are not made, in one line; null where they are, or there is no picture.</param>
internal sealed record AskedPicture(Picture? Picture, string? Note)
{
    /// <summary>That of calls which want none.</summary>
    public static readonly AskedPicture None = new(null, null);

    /// <summary>Reads it. The answer is there already, so that a picture that cannot be read is told and not thrown.</summary>
    public static AskedPicture Of(Conversation asked)
    {
        string? note = asked.HasAddress ? "a picture given by its address alone is not fetched, and so neither changed nor covered" : null;
        try
        {
            return new AskedPicture(asked.Picture, note);
        }
        catch (UcamException e)
        {
            return new AskedPicture(null, $"the picture cannot be read, and so is neither changed nor covered: {ControlText.Shown(e.Message, "")}");
        }
    }
}
