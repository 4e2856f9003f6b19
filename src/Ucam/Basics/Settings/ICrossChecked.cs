namespace Ucam;

/// <summary>Settings that must go together, beyond the range of each.</summary>
internal interface ICrossChecked
{
    /// <summary>Called by <see cref="Settings.Check"/> once every single value is in its range.</summary>
    /// <param name="at">Names the keys.</param>
    /// <exception cref="UcamException">Two settings contradict each other.</exception>
    void Check(SettingsPlace at);
}
