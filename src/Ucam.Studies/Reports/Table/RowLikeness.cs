namespace Ucam.Studies.Reports.Table;

/// <summary>
/// How alike two rows are, in [0,1]: by the words that their questions share (Jaccard), the whole of it where the answers are the same too, three
/// quarters otherwise; about one picture at least a half, and the more the more words they share.
/// </summary>
internal sealed class RowLikeness
{
    private const double OtherAnswer = 0.75, SamePicture = 0.5;

    private readonly (int Picture, string Answer, int[] Words)[] _rows;

    /// <summary>Splits the questions into words.</summary>
    public RowLikeness(IReadOnlyList<AnswerRow> rows)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var questions = new Dictionary<string, int[]>(StringComparer.Ordinal);
        _rows = [.. rows.Select(row => (row.Picture, row.Answer, Words(row.Question)))];

        int[] Words(string question)
        {
            if (questions.TryGetValue(question, out int[]? known)) return known;
            string[] words = question.ToLowerInvariant().Split([.. " \t\r\n?!.,;:\"()"], StringSplitOptions.RemoveEmptyEntries);
            return questions[question] = [.. words.Select(Number).Distinct().Order()];
        }

        int Number(string word)
        {
            if (!numbers.TryGetValue(word, out int number)) numbers[word] = number = numbers.Count;
            return number;
        }
    }

    /// <summary>That of two rows.</summary>
    public double Of(int a, int b)
    {
        double shared = Jaccard(_rows[a].Words, _rows[b].Words);
        double like = _rows[a].Answer == _rows[b].Answer ? shared : OtherAnswer * shared;
        return _rows[a].Picture == _rows[b].Picture ? Math.Max(like, SamePicture + (1 - SamePicture) * shared) : like;
    }

    private static double Jaccard(int[] a, int[] b)
    {
        if (ReferenceEquals(a, b)) return 1;
        int i = 0, j = 0, both = 0;
        while (i < a.Length && j < b.Length)
            if (a[i] == b[j]) (i, j, both) = (i + 1, j + 1, both + 1);
            else if (a[i] < b[j]) i++;
            else j++;
        int any = a.Length + b.Length - both;
        return any == 0 ? 1 : (double)both / any;
    }
}
