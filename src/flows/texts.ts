/** What people read of this room. */
export const texts = {
  flowFaults: (faults: readonly string[]) => `流程定义有${faults.length}处问题，系统没有启动。请按下列位置修改：\n${faults.join('\n')}`,
  fileNameDiffers: (id: string) => `与文件名不一致，文件应为 ${id}.yaml`,
  folderDiffers: (category: string) => `与文件夹不一致，文件应放在 ${category}/`,
  doubleFlow: (id: string, no: number) => `事项 ${id}（序号 ${no}）重复`,
};
