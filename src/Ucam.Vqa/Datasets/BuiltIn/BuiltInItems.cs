using System.Text;

namespace Ucam.Vqa.Datasets.BuiltIn;

/// <summary>Names and numbers that the built-in sets share: pictures and questions of different parts never have the same id.</summary>
internal static class BuiltInItems
{
    private const long PicturesOfAPart = 10_000_000, QuestionsOfAPicture = 100;

    /// <summary>How files and options call a part: TestBlur is test-blur.</summary>
    public static string PartName<T>(T part) where T : struct, Enum
    {
        var name = new StringBuilder();
        foreach (char c in part.ToString())
        {
            if (char.IsUpper(c) && name.Length > 0) name.Append('-');
            name.Append(char.ToLowerInvariant(c));
        }
        return name.ToString();
    }

    /// <summary>The names of all parts, in their order.</summary>
    public static IReadOnlyList<string> PartNames<T>() where T : struct, Enum => Array.ConvertAll(Enum.GetValues<T>(), PartName);

    /// <summary>The part of a name.</summary>
    /// <exception cref="UcamException">There is none.</exception>
    public static T PartOf<T>(string name) where T : struct, Enum
    {
        foreach (T part in Enum.GetValues<T>())
            if (PartName(part) == name) return part;
        throw new UcamException($"There is no part '{name}'; there are {string.Join(", ", PartNames<T>())}.") { Field = nameof(name) };
    }

    /// <summary>The item of a question.</summary>
    /// <param name="part">Number of the part, from 0.</param>
    /// <param name="picture">Index of the picture in its part.</param>
    /// <param name="number">Number of the question about the picture, from 0.</param>
    /// <param name="question">The question.</param>
    /// <param name="answers">What people said.</param>
    public static VqaItem Create(int part, int picture, int number, string question, IReadOnlyList<string> answers)
    {
        long image = (part + 1) * PicturesOfAPart + picture;
        return new VqaItem
        { QuestionId = image * QuestionsOfAPicture + number, ImageId = image, Picture = picture, Question = question, Answers = answers };
    }
}
