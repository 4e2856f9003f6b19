using Ucam.Vqa;

namespace Ucam.Studies;

/// <summary>One answered question in a report.</summary>
/// <param name="PictureName">What the picture is called, such as its file name.</param>
/// <param name="Picture">The picture, of any size; the report embeds a small copy.</param>
/// <param name="Answer">What the model said.</param>
public sealed record ReportEntry(string PictureName, Picture Picture, Answer Answer);
