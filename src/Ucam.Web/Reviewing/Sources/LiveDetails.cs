using Ucam.Imaging;
using Ucam.Studies.Reports.Table;
using Ucam.Vqa;

namespace Ucam.Web.Reviewing.Sources;

/// <summary>What is shown of results that tell no maps: a model is asked as a row is opened.</summary>
/// <param name="data">The results.</param>
/// <param name="model">The model; it stays the caller's.</param>
/// <param name="options">Passes, seed and maps.</param>
internal sealed class LiveDetails(ReviewData data, VqaModel model, AskOptions options)
{
    /// <summary>Those of a row; of the results alone where there is no picture, or the model answers otherwise.</summary>
    public RowDetails? Of(int place)
    {
        RowDetails? told = data.Details(place);
        AnswerRow row = data.Rows[place];
        if (told is { Maps.Count: > 0 } || data.Pictures[row.Picture].File is not { } file) return told;
        try
        {
            Answer answer = model.Ask(file, row.Question, options);
            RowDetails now = RowDetails.Of(answer, by: true);
            // What the results say of it stays; the maps are of now.
            if (answer.Text == row.Answer) return told is null ? now : told with { Maps = now.Maps, By = $"{answer.Model}, asked anew for its maps" };
            string other = $"No maps: the model {answer.Model} now answers {answer.Text}.";
            return (told ?? now with { Candidates = [], Maps = [] }) with { Warning = Joined(told?.Warning, other) };
        }
        catch (PictureException)
        {
            return told;
        }
    }

    private static string Joined(string? first, string second) => first is null ? second : $"{first} {second}";
}
