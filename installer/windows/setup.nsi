; The set-up for Windows: per machine, 64-bit, Vietnamese where Windows speaks it, else English. installer/windows/setup
; makes it and says what the words after -D are. Silent:
;   setup.exe /S [/D=C:\Folder]         exit code 0 done, 2 the station runs, 3 a newer version is here, 4 cannot write
;   uninstall.exe /S                    keeps data; /S /DELETE-DATA deletes it, but never applications that were not sent
Unicode true
Target amd64-unicode
!include MUI2.nsh
!include x64.nsh
!include WinVer.nsh
!include FileFunc.nsh
!include WordFunc.nsh
!include LogicLib.nsh
!include StrFunc.nsh
${Using:StrFunc} UnStrStr

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\EnrollmentStation"
!define PUBLISHER "Enrollment station"

Name "$(ProgramName)"
OutFile "${OUT}"
InstallDir "$PROGRAMFILES64\Enrollment Station"
InstallDirRegKey HKLM "${KEY}" "InstallLocation"
RequestExecutionLevel admin
ManifestDPIAware true
!ifndef QUICKLY
  SetCompressor /SOLID lzma
!endif
BrandingText "${PUBLISHER} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=0 ProductName "Enrollment station"
VIAddVersionKey /LANG=0 ProductVersion "${VERSION}"
VIAddVersionKey /LANG=0 FileVersion "${VERSION}"
VIAddVersionKey /LANG=0 FileDescription "Enrollment station, set-up"
VIAddVersionKey /LANG=0 CompanyName "${PUBLISHER}"
VIAddVersionKey /LANG=0 LegalCopyright "${PUBLISHER}"

!define MUI_ICON "${SOURCE}\installer\windows\station.ico"
!define MUI_UNICON "${SOURCE}\installer\windows\station.ico"
!define MUI_ABORTWARNING
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_TEXT "$(StartNow)"
!define MUI_FINISHPAGE_RUN_FUNCTION startAsUser
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE English
!insertmacro MUI_LANGUAGE Vietnamese

LangString ProgramName ${LANG_ENGLISH} "Enrollment station"
LangString ProgramName ${LANG_VIETNAMESE} "Trạm thu nhận căn cước"
LangString StartNow ${LANG_ENGLISH} "Start the station now"
LangString StartNow ${LANG_VIETNAMESE} "Mở phần mềm ngay"
LangString Running ${LANG_ENGLISH} "The station is running. Please close its window, then choose Retry."
LangString Running ${LANG_VIETNAMESE} "Phần mềm đang chạy. Vui lòng đóng cửa sổ phần mềm rồi chọn Thử lại (Retry)."
LangString Newer ${LANG_ENGLISH} "A newer version ($1) is installed. It stays as it is."
LangString Newer ${LANG_VIETNAMESE} "Máy đã cài bản mới hơn ($1). Bản đó được giữ nguyên."
LangString OldWindows ${LANG_ENGLISH} "The station needs 64-bit Windows 10 or later."
LangString OldWindows ${LANG_VIETNAMESE} "Phần mềm cần Windows 10 (64 bit) trở lên."
LangString CannotWrite ${LANG_ENGLISH} "Files could not be written into $INSTDIR. Please check the folder, then run the set-up again."
LangString CannotWrite ${LANG_VIETNAMESE} "Không ghi được tệp vào $INSTDIR. Vui lòng kiểm tra thư mục rồi chạy lại bộ cài."
LangString DeleteData ${LANG_ENGLISH} "Delete the data of this Windows user as well?$\r$\n$\r$\n$LOCALAPPDATA\enrollment-station holds the applications, keys and settings of the station. If you are not sure, choose No: the data is kept."
LangString DeleteData ${LANG_VIETNAMESE} "Xóa cả dữ liệu của người dùng Windows này?$\r$\n$\r$\nThư mục $LOCALAPPDATA\enrollment-station chứa hồ sơ, khóa và cài đặt của phần mềm. Nếu chưa chắc, hãy chọn Không (No): dữ liệu được giữ lại."
LangString Unsent ${LANG_ENGLISH} "$0 application(s) have not been sent yet. The data is kept; it can be deleted once everything has been sent."
LangString Unsent ${LANG_VIETNAMESE} "Còn $0 hồ sơ chưa gửi. Dữ liệu được giữ lại; chỉ xóa được sau khi đã gửi hết."
LangString Unreadable ${LANG_ENGLISH} "It cannot be told whether everything has been sent. The data is kept."
LangString Unreadable ${LANG_VIETNAMESE} "Không xác định được hồ sơ đã gửi hết hay chưa. Dữ liệu được giữ lại."
LangString DriverFolder ${LANG_ENGLISH} "Drivers"
LangString DriverFolder ${LANG_VIETNAMESE} "Trình điều khiển"

; A program that runs cannot be opened for writing. $7 is "running" when one of ours runs.
!macro findRunning UN
Function ${UN}findRunning
  StrCpy $7 ""
  !insertmacro tryOpen enrollment-station.exe
  !insertmacro tryOpen enrollctl.exe
  !insertmacro tryOpen enrollment-gateway.exe
FunctionEnd
!macroend
!macro tryOpen FILE
  ${If} ${FileExists} "$INSTDIR\${FILE}"
    ClearErrors
    FileOpen $9 "$INSTDIR\${FILE}" a
    ${If} ${Errors}
      StrCpy $7 running
    ${Else}
      FileClose $9
    ${EndIf}
  ${EndIf}
!macroend
!insertmacro findRunning ""
!insertmacro findRunning "un."

; Asks until the station is closed; ends with code 2 otherwise, and at once when nobody can be asked.
!macro waitUntilClosed UN
  ${Do}
    Call ${UN}findRunning
    ${If} $7 != running
      ${Break}
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(Running)" /SD IDCANCEL IDRETRY +3
    SetErrorLevel 2
    Quit
  ${Loop}
!macroend

Function .onInit
  SetRegView 64
  ReadRegStr $0 HKLM "${KEY}" "InstallLocation"
  ${If} $0 != ""
  ${AndIf} $INSTDIR == "$PROGRAMFILES64\Enrollment Station"
    StrCpy $INSTDIR $0
  ${EndIf}
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "$(OldWindows)" /SD IDOK
    SetErrorLevel 4
    Quit
  ${EndIf}
  ReadRegStr $1 HKLM "${KEY}" "DisplayVersion"
  ${If} $1 != ""
    ${VersionCompare} $1 "${VERSION}" $2
    ${If} $2 == 1
      MessageBox MB_OK|MB_ICONINFORMATION "$(Newer)" /SD IDOK
      SetErrorLevel 3
      Quit
    ${EndIf}
  ${EndIf}
FunctionEnd

; Not with the rights that the set-up has: through the shell of the person who is logged in.
Function startAsUser
  Exec '"$WINDIR\explorer.exe" "$INSTDIR\enrollment-station.exe"'
FunctionEnd

Section
  SetRegView 64
  SetShellVarContext all
  !insertmacro waitUntilClosed ""
  ; The version that is here removes what it brought, wherever it lies; data and settings are none of that.
  ReadRegStr $0 HKLM "${KEY}" "InstallLocation"
  ${If} $0 != ""
  ${AndIf} ${FileExists} "$0\uninstall.exe"
    ExecWait '"$0\uninstall.exe" /S _?=$0' $1
    ${If} $1 != 0
      SetErrorLevel 2
      Quit
    ${EndIf}
    Delete "$0\uninstall.exe"
    RMDir "$0"
  ${EndIf}

  ClearErrors
  SetOverwrite on
  !include "${FILES}\install.nsh"
  ${If} ${Errors}
    MessageBox MB_OK|MB_ICONSTOP "$(CannotWrite)" /SD IDOK
    SetErrorLevel 4
    Quit
  ${EndIf}
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\$(ProgramName).lnk" "$INSTDIR\enrollment-station.exe"
  WriteRegStr HKLM "${KEY}" "Shortcut" "$SMPROGRAMS\$(ProgramName).lnk"
  WriteRegStr HKLM "${KEY}" "DisplayName" "$(ProgramName)"
  WriteRegStr HKLM "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${KEY}" "Publisher" "${PUBLISHER}"
  WriteRegStr HKLM "${KEY}" "DisplayIcon" "$INSTDIR\enrollment-station.exe"
  WriteRegStr HKLM "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKLM "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKLM "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKLM "${KEY}" "NoModify" 1
  WriteRegDWORD HKLM "${KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKLM "${KEY}" "EstimatedSize" $0
  SetErrorLevel 0
SectionEnd

Function un.onInit
  SetRegView 64
  StrCpy $8 keep
FunctionEnd

; What stands behind "$1: " in what enrollctl has answered ($2), as a number in $3.
Function un.readCount
  ${UnStrStr} $3 $2 "$1: "
  StrLen $4 "$1: "
  StrCpy $3 $3 "" $4
  IntOp $3 $3 + 0
FunctionEnd

; How many applications a store ($0) holds that were not sent, drafts among them, is added to $5; "unknown" in $6 when it
; cannot be told.
Function un.countUnsent
  ${IfNot} ${FileExists} $0
    Return
  ${EndIf}
  nsExec::ExecToStack '"$INSTDIR\enrollctl.exe" store status --store "$0"'
  Pop $1
  Pop $2
  ${If} $1 != 0
    StrCpy $6 unknown
    Return
  ${EndIf}
  StrCpy $1 draft
  Call un.readCount
  IntOp $5 $5 + $3
  StrCpy $1 unsent
  Call un.readCount
  IntOp $5 $5 + $3
FunctionEnd

; Whether data goes: only when asked for, and never with applications that were not sent. Must run before the programs go.
Function un.askAboutData
  SetShellVarContext current
  ${IfNot} ${FileExists} "$LOCALAPPDATA\enrollment-station\*.*"
    Return
  ${EndIf}
  ${If} ${Silent}
    ${GetParameters} $1
    ClearErrors
    ${GetOptions} $1 "/DELETE-DATA" $2
    ${If} ${Errors}
      Return
    ${EndIf}
  ${Else}
    MessageBox MB_YESNO|MB_DEFBUTTON2|MB_ICONQUESTION "$(DeleteData)" IDYES +2
    Return
  ${EndIf}
  StrCpy $5 0
  StrCpy $6 ""
  StrCpy $0 "$LOCALAPPDATA\enrollment-station\real\station.db"
  Call un.countUnsent
  StrCpy $0 "$LOCALAPPDATA\enrollment-station\training\station.db"
  Call un.countUnsent
  ${If} $6 == unknown
    MessageBox MB_OK|MB_ICONINFORMATION "$(Unreadable)" /SD IDOK
    Return
  ${EndIf}
  StrCpy $0 $5
  ${If} $0 > 0
    MessageBox MB_OK|MB_ICONINFORMATION "$(Unsent)" /SD IDOK
    Return
  ${EndIf}
  StrCpy $8 delete
FunctionEnd

Section Uninstall
  SetRegView 64
  !insertmacro waitUntilClosed "un."
  Call un.askAboutData
  ${If} $8 == delete
    RMDir /r "$LOCALAPPDATA\enrollment-station"
  ${EndIf}
  SetShellVarContext all
  !include "${FILES}\uninstall.nsh"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  ReadRegStr $0 HKLM "${KEY}" "Shortcut"
  ${If} $0 != ""
    Delete "$0"
  ${EndIf}
  DeleteRegKey HKLM "${KEY}"
  SetErrorLevel 0
SectionEnd
